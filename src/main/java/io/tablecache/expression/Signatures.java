package io.tablecache.expression;

import java.util.List;

/** Which function, operator or aggregate PostgreSQL means, by the types of the arguments. */
public final class Signatures {
  private Signatures() {}

  /**
   * What is meant.
   *
   * @param key by which {@link Functions} has the implementation
   * @param parameterOids the types to which the arguments are coerced
   * @param resultOid the result's type
   */
  public record Signature(String key, List<Integer> parameterOids, int resultOid) {
    public Signature {
      parameterOids = List.copyOf(parameterOids);
    }
  }
}

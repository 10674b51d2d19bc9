package io.tablecache.testing;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.text.MessageFormat;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Everything that is logged under a name while it is open, at any level, with stack traces.
 *
 * <p>Thread-safe.
 */
public final class LogCapture implements AutoCloseable {
  private final Logger logger;
  private final Level formerLevel;
  private final StringBuffer text = new StringBuffer();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord logged) {
          Object[] parameters = logged.getParameters();
          String message = String.valueOf(logged.getMessage());
          text.append(
              parameters == null || parameters.length == 0
                  ? message
                  : new MessageFormat(message, java.util.Locale.ROOT).format(parameters));
          text.append('\n');
          if (logged.getThrown() != null) {
            StringWriter trace = new StringWriter();
            logged.getThrown().printStackTrace(new PrintWriter(trace));
            text.append(trace).append('\n');
          }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  private LogCapture(Logger logger) {
    this.logger = logger;
    this.formerLevel = logger.getLevel() == null ? Level.INFO : logger.getLevel();
    handler.setLevel(Level.ALL);
    logger.setLevel(Level.ALL);
    logger.addHandler(handler);
  }

  /** Captures what is logged under the name and below it; the empty name is everything. */
  public static LogCapture of(String name) {
    return new LogCapture(Logger.getLogger(name));
  }

  /** What was logged so far. */
  public String text() {
    return text.toString();
  }

  @Override
  public void close() {
    logger.removeHandler(handler);
    logger.setLevel(formerLevel);
  }
}

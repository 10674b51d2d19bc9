package io.tablecache.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.NullUnmarked;

@AnalyzeClasses(packages = "io.tablecache", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule packages_dependOnEachOther_alongTheAllowedEdgesOnly =
      layeredArchitecture()
          .consideringOnlyDependenciesInAnyPackage("io.tablecache..")
          .ensureAllClassesAreContainedInArchitecture()
          .withOptionalLayers(true)
          .layer("base")
          .definedBy("io.tablecache")
          .layer("config")
          .definedBy("io.tablecache.config..")
          .layer("jdbc")
          .definedBy("io.tablecache.jdbc")
          .layer("jdbc.forward")
          .definedBy("io.tablecache.jdbc.forward")
          .layer("plan")
          .definedBy("io.tablecache.plan..")
          .layer("engine")
          .definedBy("io.tablecache.engine..")
          .layer("load")
          .definedBy("io.tablecache.load..")
          .layer("index")
          .definedBy("io.tablecache.index..")
          .layer("expression")
          .definedBy("io.tablecache.expression..")
          .layer("execute")
          .definedBy("io.tablecache.execute..")
          .layer("model")
          .definedBy("io.tablecache.model..")
          .whereLayer("base")
          .mayOnlyAccessLayers("config", "jdbc", "engine", "model")
          .whereLayer("jdbc")
          .mayOnlyAccessLayers(
              "jdbc.forward", "plan", "engine", "execute", "index", "expression", "model")
          .whereLayer("execute")
          .mayOnlyAccessLayers("index", "expression", "model")
          .whereLayer("engine")
          .mayOnlyAccessLayers("load", "index", "model", "config")
          .whereLayer("load")
          .mayOnlyAccessLayers("index", "model", "config")
          .whereLayer("plan")
          .mayOnlyAccessLayers("expression", "model")
          .whereLayer("index")
          .mayOnlyAccessLayers("expression", "model")
          .whereLayer("expression")
          .mayOnlyAccessLayers("model")
          .whereLayer("config")
          .mayOnlyAccessLayers("model")
          .whereLayer("model")
          .mayNotAccessAnyLayer()
          .whereLayer("jdbc.forward")
          .mayNotAccessAnyLayer();

  @ArchTest
  static final ArchRule packages_all_areFreeOfCycles =
      slices().assignedFrom(new PackageOfClass()).should().beFreeOfCycles();

  @ArchTest
  static final ArchRule model_dependsOn_theJdkOnly =
      classes()
          .that()
          .resideInAPackage("io.tablecache.model..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.tablecache.model..",
              "java.lang..",
              "java.util..",
              "java.time..",
              "java.math..",
              "java.nio..",
              "org.jspecify.annotations",
              "com.google.errorprone.annotations..");

  @ArchTest
  static final ArchRule jdbcInterfaces_areUnknownTo_modelIndexAndPlan =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.tablecache.model..", "io.tablecache.index..", "io.tablecache.plan..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "javax.sql..", "org.postgresql..");

  // It is there for tests, which compare its reading of a statement with our own.
  @ArchTest static final ArchRule jsqlparser_isUsedBy_none = onlyIn("net.sf.jsqlparser..");

  @ArchTest
  static final ArchRule typesafeConfig_isUsedBy_configOnly =
      onlyIn("com.typesafe.config..", "config");

  @ArchTest
  static final ArchRule caffeine_isUsedBy_planJdbcAndEngineOnly =
      onlyIn("com.github.benmanes.caffeine..", "plan", "jdbc", "engine");

  @ArchTest
  static final ArchRule standardStreams_areUsedBy_none = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

  // DataSource and Driver name its Logger in a signature; that is no use of it.
  @ArchTest
  static final ArchRule javaUtilLogging_isCalledBy_none =
      noClasses()
          .should()
          .accessTargetWhere(
              JavaAccess.Predicates.targetOwner(resideInAPackage("java.util.logging..")));

  @ArchTest
  static final ArchRule javaUtilLogging_isHeldBy_none =
      noFields().should().haveRawType(resideInAPackage("java.util.logging.."));

  @ArchTest
  static final ArchRule methods_all_lockByLocksNotByTheirObject =
      noMethods().should().haveModifier(JavaModifier.SYNCHRONIZED);

  @ArchTest
  static void packages_all_sayWhetherTheyAreNullMarked(JavaClasses classes) {
    List<String> silent =
        classes.stream()
            .map(JavaClass::getPackage)
            .distinct()
            .filter(found -> !saysNullness(found))
            .map(JavaPackage::getName)
            .toList();

    assertEquals(List.of(), silent);
  }

  private static boolean saysNullness(JavaPackage found) {
    return found.isAnnotatedWith(NullMarked.class) || found.isAnnotatedWith(NullUnmarked.class);
  }

  private static ArchRule onlyIn(String library, String... packages) {
    String[] users = new String[packages.length];
    for (int i = 0; i < packages.length; i++) {
      users[i] = "io.tablecache." + packages[i] + "..";
    }
    return noClasses()
        .that()
        .resideOutsideOfPackages(users)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library);
  }

  /** Makes a slice of each package, the base package included. */
  private static final class PackageOfClass implements SliceAssignment {
    @Override
    public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
      return SliceIdentifier.of(javaClass.getPackageName());
    }

    @Override
    public String getDescription() {
      return "packages";
    }
  }
}

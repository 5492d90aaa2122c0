package io.loadmark.app;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may use whom: the modules in the order of the root pom.xml. */
class ModuleLayersTest {
    private static final JavaClasses LOADMARK = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.loadmark");

    /** Generated classes; null-marking them would reject every absent field. */
    private static final String GENERATED = "io.loadmark.schema";

    @Test
    void schemasStandOnAvroAlone() {
        classes()
                .that()
                .resideInAnyPackage("io.loadmark.schema..", "io.loadmark.schemas..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.loadmark.schema..",
                        "io.loadmark.schemas..",
                        "org.apache.avro..",
                        "java..",
                        "org.jspecify.annotations")
                .check(LOADMARK);
    }

    @Test
    void theModelKnowsNoFilesNetworkLoggingOrKafka() {
        classes()
                .that()
                .resideInAPackage("io.loadmark.model..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.loadmark.model..",
                        "java.lang",
                        "java.lang.invoke",
                        "java.lang.runtime",
                        "java.util..",
                        "java.time..",
                        "java.math",
                        "com.datadoghq.sketch..",
                        "org.hipparchus..",
                        "org.jspecify.annotations")
                .check(LOADMARK);
    }

    @Test
    void theModelKnowsNoTimeButEventTimeAndNoChanceWithoutASeed() {
        noClasses()
                .that()
                .resideInAPackage("io.loadmark.model..")
                .should()
                .accessTargetWhere(describe("reads a clock", ModuleLayersTest::readsAClock))
                .orShould()
                .accessTargetWhere(describe("draws without a seed", ModuleLayersTest::drawsWithoutASeed))
                .check(LOADMARK);
    }

    private static boolean readsAClock(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        String name = access.getName();
        return owner.equals("java.time.Clock")
                || (owner.startsWith("java.time.") && name.equals("now"))
                || (owner.equals("java.lang.System") && (name.equals("currentTimeMillis") || name.equals("nanoTime")));
    }

    private static boolean drawsWithoutASeed(JavaAccess<?> access) {
        var owner = access.getTargetOwner();
        boolean seedless = access.getTarget().getFullName().endsWith("<init>()");
        return (seedless && (owner.isEquivalentTo(Random.class) || owner.isEquivalentTo(SplittableRandom.class)))
                || owner.isEquivalentTo(ThreadLocalRandom.class)
                || (owner.isEquivalentTo(Math.class) && access.getName().equals("random"))
                || (owner.isEquivalentTo(UUID.class) && access.getName().equals("randomUUID"));
    }

    @Test
    void otlpStandsOnProtobufAlone() {
        classes()
                .that()
                .resideInAPackage("io.loadmark.otlp..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("io.loadmark.otlp..", "com.google.protobuf..", "java..", "org.jspecify.annotations")
                .check(LOADMARK);
    }

    @ParameterizedTest
    @CsvSource({
        "runtime,   schema schemas",
        "collector, schema schemas otlp runtime",
        "streams,   schema schemas otlp runtime model",
        "sink,      schema schemas otlp runtime"
    })
    void aModuleUsesOnlyThoseBelowIt(String module, String below) {
        var own = resideInAPackage("io.loadmark." + module + "..");
        var allowed =
                own.or(describe("outside Loadmark", c -> !c.getPackageName().startsWith("io.loadmark.")));
        for (String name : List.of(below.split(" ", -1)))
            allowed = allowed.or(resideInAPackage("io.loadmark." + name + ".."));
        classes().that(own).should().onlyDependOnClassesThat(allowed).check(LOADMARK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"model", "otlp", "runtime", "collector", "streams", "sink", "app"})
    void thePackagesOfAModuleFormNoCycle(String module) {
        slices().assignedFrom(new PackagesOf("io.loadmark." + module))
                .should()
                .beFreeOfCycles()
                .check(LOADMARK);
    }

    @Test
    void onlyTheEmbeddedBrokerUsesTheInsidesOfKafka() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.loadmark.app.embedded")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "kafka..",
                        "org.apache.kafka.metadata..",
                        "org.apache.kafka.raft..",
                        "org.apache.kafka.server..")
                .check(LOADMARK);
    }

    @Test
    void everyPackageIsNullMarked() {
        var unmarked = LOADMARK.stream()
                .map(type -> type.getPackage())
                .distinct()
                .filter(type -> !type.isAnnotatedWith(NullMarked.class))
                .map(type -> type.getName());
        assertThat(unmarked).containsExactly(GENERATED);
    }

    /** Each package of a module by itself. */
    private record PackagesOf(String root) implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            String name = type.getPackageName();
            boolean taken = name.startsWith(root + ".") || name.equals(root);
            return taken ? SliceIdentifier.of(name) : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "packages of " + root;
        }
    }
}

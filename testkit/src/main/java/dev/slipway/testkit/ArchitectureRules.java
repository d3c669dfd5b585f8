package dev.slipway.testkit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.smallrye.mutiny.groups.UniAwait;

/** The rules every service keeps. A plain method for a plain test: rules with an engine of their own can be skipped unseen. */
public final class ArchitectureRules {
    private ArchitectureRules() {}

    /** Fails with a violation in the service's main classes or in its configuration. */
    public static void check(String service) {
        var classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(service);
        if (classes.isEmpty()) {
            throw new AssertionError("No classes in " + service);
        }
        featuresDoNotKnowDialects(classes, service);
        dialectsOnlyTranslate(classes, service);
        featuresFormNoCycle(classes, service);
        nobodyAwaits(classes);
        ChannelRules.check();
    }

    private static void featuresDoNotKnowDialects(JavaClasses classes, String service) {
        noClasses()
                .that()
                .resideOutsideOfPackage(service + ".dialect..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(service + ".dialect..")
                .allowEmptyShould(true)
                .check(classes);
    }

    private static void dialectsOnlyTranslate(JavaClasses classes, String service) {
        noClasses()
                .that()
                .resideInAPackage(service + ".dialect..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "jakarta.persistence..",
                        "org.hibernate..",
                        "com.mongodb..",
                        "org.eclipse.microprofile.reactive.messaging..",
                        "dev.slipway.platform.outbox..")
                .allowEmptyShould(true)
                .check(classes);
        slices().matching(service + ".dialect.(*)..")
                .should()
                .notDependOnEachOther()
                .allowEmptyShould(true)
                .check(classes);
    }

    private static void featuresFormNoCycle(JavaClasses classes, String service) {
        slices().matching(service + ".(*)..")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(classes);
    }

    private static void nobodyAwaits(JavaClasses classes) {
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(UniAwait.class)
                .check(classes);
    }
}

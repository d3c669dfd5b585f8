package dev.slipway.e2e;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests the one suite of the run; it is started with the first test and stopped after the last. */
class SuiteExtension implements ParameterResolver {
    private static final ExtensionContext.Namespace SPACE = ExtensionContext.Namespace.create(SuiteExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Suite.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot().getStore(SPACE).computeIfAbsent(Suite.class, _ -> started(), Suite.class);
    }

    private static Suite started() {
        try {
            return Suite.start();
        } catch (Exception e) {
            throw new IllegalStateException("The suite did not start", e);
        }
    }
}

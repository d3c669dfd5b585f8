package dev.slipway.task.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testkit.Backends;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.hibernate.query.spi.QueryParameterBindingTypeResolver;
import org.hibernate.reactive.mutiny.Mutiny;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(Backends.class)
class ArrayTypesTest {
    @Inject
    Mutiny.SessionFactory factory;

    /** What Hibernate works out it works out anew each time, with an exception on the way. */
    @ParameterizedTest
    @ValueSource(classes = {Long[].class, Integer[].class, String[].class})
    void arraysInNativeQueriesHaveATypeThatIsKnown(Class<?> array) {
        var types = (QueryParameterBindingTypeResolver) factory.getMetamodel();
        assertThat(types.resolveParameterBindType(array)).isNotNull().isSameAs(types.resolveParameterBindType(array));
    }
}

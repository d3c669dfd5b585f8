package dev.slipway.platform.outbox;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import org.hibernate.metamodel.MappingMetamodel;
import org.hibernate.query.spi.QueryParameterBindingTypeResolver;
import org.hibernate.reactive.mutiny.Mutiny;
import org.hibernate.type.BasicType;

/**
 * Tells Hibernate the types of the arrays that are parameters of native queries. What it does not know it works out anew for each
 * parameter, by way of an exception that it throws and catches; deep in a pipeline the stack trace of that is long.
 */
@ApplicationScoped
class ArrayTypes {
    private static final List<Class<?>> USED = List.of(Long[].class, Integer[].class, String[].class);

    private final Mutiny.SessionFactory factory;

    ArrayTypes(Mutiny.SessionFactory factory) {
        this.factory = factory;
    }

    void register(@Observes StartupEvent event) {
        var metamodel = factory.getMetamodel();
        if (metamodel instanceof MappingMetamodel mapping
                && metamodel instanceof QueryParameterBindingTypeResolver types) {
            var known = mapping.getTypeConfiguration().getBasicTypeRegistry();
            for (var array : USED) {
                if (types.resolveParameterBindType(array) instanceof BasicType<?> type) {
                    known.register(type, array.getTypeName());
                }
            }
        }
    }
}

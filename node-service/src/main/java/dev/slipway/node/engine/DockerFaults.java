package dev.slipway.node.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.InternalServerErrorException;
import com.github.dockerjava.api.exception.NotFoundException;
import dev.slipway.node.engine.EngineRefusal.Kind;
import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.failure.Outage;
import java.io.IOException;

/** What docker-java throws, in the words of the port. */
final class DockerFaults {
    private static final ObjectMapper JSON = new ObjectMapper();

    private DockerFaults() {}

    static Throwable of(Throwable fault) {
        if (fault instanceof DockerException answer) {
            return new EngineRefusal(kindOf(answer), textOf(String.valueOf(answer.getMessage())));
        }
        return Outage.is(fault) ? Failure.unavailable("The engine does not answer: " + fault.getMessage()) : fault;
    }

    /**
     * Whether the call went to a connection whose other end is gone, so that nobody heard it. An engine that was restarted leaves
     * as many of them as there were calls at once.
     */
    static boolean isUnheard(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException && "Broken pipe".equals(cause.getMessage())) {
                return true;
            }
        }
        return false;
    }

    private static Kind kindOf(DockerException answer) {
        return switch (answer) {
            case NotFoundException _ -> Kind.NOT_FOUND;
            case ConflictException _ -> Kind.CONFLICT;
            case InternalServerErrorException _ -> Kind.FAULT;
            default -> Kind.OTHER;
        };
    }

    /** docker-java says {@code Status 404: {"message":"…"}}; only the engine's sentence is of use. */
    static String textOf(String message) {
        var json = message.indexOf('{');
        if (json >= 0) {
            try {
                return JSON.readTree(message.substring(json)).path("message").asText(message);
            } catch (JsonProcessingException e) {
                return message;
            }
        }
        return message;
    }
}

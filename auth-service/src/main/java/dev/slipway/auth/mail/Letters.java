package dev.slipway.auth.mail;

import dev.slipway.platform.failure.Failure;
import io.quarkus.qute.Engine;
import io.quarkus.qute.Template;
import io.quarkus.qute.TemplateException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;

/** Writes mails from their templates: {@code templates/mail/NAME.subject.txt}, {@code NAME.txt} and {@code NAME.html}. */
@ApplicationScoped
class Letters {
    private static final Logger LOG = Logger.getLogger(Letters.class);
    private static final int LONGEST_SUBJECT = 200;
    private static final Set<String> NAMES =
            Set.of("task", "registration", "activation", "address-taken", "image-request");

    private final Engine engine;

    Letters(Engine engine) {
        this.engine = engine;
    }

    /**
     * The mail in full.
     *
     * @throws Failure INVALID for an unknown template, missing data or a subject of more than one line
     */
    Letter write(String template, Map<String, String> data) {
        if (!NAMES.contains(template)) {
            throw Failure.invalid("template", "none is called so");
        }
        return new Letter(
                oneLine(fill(template + ".subject.txt", data).strip()),
                fill(template + ".txt", data),
                fill(template + ".html", data));
    }

    /** A line break would end the header and begin another. */
    private static String oneLine(String subject) {
        if (subject.codePoints().anyMatch(Letters::breaksLines)) {
            throw Failure.invalid("subject", "line breaks are not possible in it");
        }
        return subject.length() <= LONGEST_SUBJECT ? subject : subject.substring(0, LONGEST_SUBJECT - 1) + "…";
    }

    private static boolean breaksLines(int it) {
        return Character.isISOControl(it) || it == 0x2028 || it == 0x2029;
    }

    private String fill(String name, Map<String, String> data) {
        Template template = engine.getTemplate("mail/" + name);
        if (template == null) {
            throw new IllegalStateException("No template mail/" + name);
        }
        try {
            return template.data("it", data).render();
        } catch (TemplateException e) {
            LOG.debugf("mail template=%s cause=%s", name, e.getMessage());
            throw Failure.invalid("data", "not all that the mail shows");
        }
    }
}

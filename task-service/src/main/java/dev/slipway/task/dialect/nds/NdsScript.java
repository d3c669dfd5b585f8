package dev.slipway.task.dialect.nds;

import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.failure.Failure.Kind;
import dev.slipway.task.dialect.nds.NdsForm.Attachment;
import dev.slipway.task.task.ScriptContent;
import dev.slipway.task.task.Scripts;
import java.util.regex.Pattern;

/**
 * The script of a job, in one of the two ways it can come.
 *
 * @param field the parameter it came in
 * @param name its file in the job directory
 * @param most bytes it may have
 */
record NdsScript(String field, String name, Scripts.Source source, long most) {
    private static final long MOST_TEXT = 1 << 20;
    private static final long MOST_FILE = 16 << 20;
    private static final int LONGEST = 128;
    private static final String USUAL = "script.sh";
    private static final String FILE = "file";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}");
    private static final Pattern OURS = Pattern.compile("god\\..*|godocker.*|output");

    /** Fails unless there is exactly one. */
    static NdsScript of(NdsForm form) {
        var name = form.text("scriptname").map(NdsScript::checked).orElse(USUAL);
        var text = form.text("script");
        var isFile = form.files().containsKey(FILE) || form.text(FILE).isPresent();
        if (text.isPresent() == isFile) {
            throw new Failure(Kind.INVALID, "script_choice", "script, file: exactly one of them is needed");
        }
        return text.map(it ->
                        new NdsScript("script", name, Attachment.of(name, it).source(), MOST_TEXT))
                .orElseGet(() -> of(file(form)));
    }

    private static NdsScript of(Attachment file) {
        return new NdsScript(FILE, clean(file.name()), file.source(), MOST_FILE);
    }

    private static Attachment file(NdsForm form) {
        var own = form.files().get(FILE);
        var named = form.line(FILE);
        if (own != null && named.isPresent()) {
            throw Failure.invalid(FILE, "given more than once");
        }
        return own != null
                ? own
                : named.filter(it -> !it.equals(FILE))
                        .flatMap(form::part)
                        .orElseThrow(() -> Failure.invalid(FILE, "no part of that name is attached"));
    }

    private static String checked(String name) {
        if (!NAME.matcher(name).matches()) {
            throw Failure.invalid(
                    "scriptname", "must have 1 to 128 of A-Z, a-z, 0-9, '.', '_' and '-', and not begin with '.'");
        }
        if (OURS.matcher(name).matches()) {
            throw Failure.invalid("scriptname", "output and what begins with god. or godocker are names of ours");
        }
        return name;
    }

    /** What is left of a file's name where only names of scripts are taken: its last step, with '_' for what is not allowed. */
    static String clean(String name) {
        var step = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        var plain = step.replaceAll("[^A-Za-z0-9._-]", "_").replaceAll("^\\.+", "");
        var safe = plain.isEmpty() ? USUAL : OURS.matcher(plain).matches() ? "script-" + plain : plain;
        return safe.substring(0, Math.min(safe.length(), LONGEST));
    }

    /** Goes on only with one that is not too large. */
    void mustFit(ScriptContent content) {
        if (content.size() > most) {
            throw new Failure(Kind.TOO_LARGE, "too_large", "%s: more than %d bytes".formatted(field, most));
        }
    }
}

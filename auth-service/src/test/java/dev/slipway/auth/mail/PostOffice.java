package dev.slipway.auth.mail;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.slipway.auth.TestPorts;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A real SMTP server in this process that can go away and come back at the same port; what it took it never forgets. */
final class PostOffice {
    private static final int PORT = TestPorts.of("slipway.test.smtp");
    private static final List<MimeMessage> TAKEN = new CopyOnWriteArrayList<>();
    private static volatile GreenMail server = fresh();

    private PostOffice() {}

    static synchronized void open() {
        if (!server.isRunning()) {
            server = fresh();
            server.start();
        }
    }

    static synchronized void close() {
        if (server.isRunning()) {
            TAKEN.addAll(Arrays.asList(server.getReceivedMessages()));
            server.stop();
        }
    }

    /** What was taken for an address, since the beginning. */
    static synchronized List<MimeMessage> of(String address) {
        var all = new ArrayList<>(TAKEN);
        if (server.isRunning()) {
            all.addAll(Arrays.asList(server.getReceivedMessages()));
        }
        return all.stream().filter(it -> isFor(it, address)).toList();
    }

    private static boolean isFor(MimeMessage mail, String address) {
        try {
            return Arrays.stream(mail.getAllRecipients())
                    .anyMatch(it -> it.toString().equals(address));
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static GreenMail fresh() {
        return new GreenMail(new ServerSetup(PORT, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    }
}

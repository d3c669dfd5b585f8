package dev.slipway.auth.mail;

import dev.slipway.auth.TestPorts;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.auth.EasyAuthenticationHandlerFactory;
import org.subethamail.smtp.auth.LoginFailedException;
import org.subethamail.smtp.server.SMTPServer;

/** An SMTP server that demands STARTTLS and a login, refuses {@code unknown.…} for good and {@code busy.…} twice. */
final class StrictServer {
    static final int PORT = TestPorts.of("slipway.test.smtp.strict");
    static final String USER = "slipway";
    static final String PASSWORD = "test-only-smtp";

    private static final List<String> ASKED = new CopyOnWriteArrayList<>();
    private static final List<String> TAKEN = new CopyOnWriteArrayList<>();
    private static boolean isOpen;

    private StrictServer() {}

    static synchronized void open() throws GeneralSecurityException, IOException {
        if (!isOpen) {
            isOpen = true;
            SMTPServer.port(PORT)
                    .bindAddress(InetAddress.getLoopbackAddress())
                    .enableTLS()
                    .requireTLS()
                    .requireAuth()
                    .showAuthCapabilitiesBeforeSTARTTLS(false)
                    .startTlsSocketFactory(tls())
                    .authenticationHandlerFactory(new EasyAuthenticationHandlerFactory((user, password, context) -> {
                        if (!USER.equals(user) || !PASSWORD.equals(password)) {
                            throw new LoginFailedException();
                        }
                    }))
                    .messageHandlerFactory(_ -> new OneMail())
                    .build()
                    .start();
        }
    }

    static long asked(String address) {
        return ASKED.stream().filter(address::equals).count();
    }

    static long taken(String address) {
        return TAKEN.stream().filter(address::equals).count();
    }

    private static final class OneMail implements MessageHandler {
        private String recipient = "";

        @Override
        public void from(String from) {
            // From anybody who has logged in.
        }

        @Override
        public void recipient(String address) throws RejectException {
            ASKED.add(address);
            if (address.startsWith("unknown.")) {
                throw new RejectException(550, "No such mailbox");
            }
            if (address.startsWith("busy.") && asked(address) < 3) {
                throw new RejectException(450, "Busy");
            }
            recipient = address;
        }

        @Override
        public String data(InputStream data) throws IOException {
            data.readAllBytes();
            TAKEN.add(recipient);
            return "taken";
        }

        @Override
        public void done() {
            // Nothing is held.
        }
    }

    /** A key pair with a certificate for 127.0.0.1, made once. */
    private static Path keyStore() {
        var file = file(".p12");
        if (!Files.exists(file)) {
            keytool(
                    "-genkeypair",
                    "-alias",
                    "smtp",
                    "-keyalg",
                    "EC",
                    "-dname",
                    "CN=127.0.0.1",
                    "-ext",
                    "SAN=ip:127.0.0.1",
                    "-storetype",
                    "PKCS12",
                    "-storepass",
                    PASSWORD,
                    "-keystore",
                    file.toString());
        }
        return file;
    }

    /** The certificate, for who shall trust it. */
    static Path certificate() {
        var file = file(".pem");
        if (!Files.exists(file)) {
            keytool(
                    "-exportcert",
                    "-rfc",
                    "-alias",
                    "smtp",
                    "-storepass",
                    PASSWORD,
                    "-keystore",
                    keyStore().toString(),
                    "-file",
                    file.toString());
        }
        return file;
    }

    private static Path file(String ending) {
        return Path.of("target", "smtp-" + ProcessHandle.current().pid() + ending);
    }

    private static void keytool(String... arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        try {
            if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
                throw new IllegalStateException("keytool failed");
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SSLContext tls() throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(keyStore())) {
            store.load(in, PASSWORD.toCharArray());
        }
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD.toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }
}

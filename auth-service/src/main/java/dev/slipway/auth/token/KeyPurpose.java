package dev.slipway.auth.token;

import io.smallrye.jwt.algorithm.SignatureAlgorithm;

/** Which tokens a key signs. */
enum KeyPurpose {
    /** Our own, ES256. */
    TOKENS("tokens", "secp256r1", SignatureAlgorithm.ES256),
    /** Those of Grid's clients, ES384, as their libraries demand. */
    GRID("grid", "secp384r1", SignatureAlgorithm.ES384);

    private final String text;
    private final String curve;
    private final SignatureAlgorithm algorithm;

    KeyPurpose(String text, String curve, SignatureAlgorithm algorithm) {
        this.text = text;
        this.curve = curve;
        this.algorithm = algorithm;
    }

    String text() {
        return text;
    }

    String curve() {
        return curve;
    }

    SignatureAlgorithm algorithm() {
        return algorithm;
    }
}

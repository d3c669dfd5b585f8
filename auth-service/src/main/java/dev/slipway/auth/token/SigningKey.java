package dev.slipway.auth.token;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;

/**
 * An elliptic key pair.
 *
 * @param kid the thumbprint of the public key (RFC 7638)
 */
record SigningKey(String kid, KeyPurpose purpose, PublicKey publicKey, PrivateKey privateKey) {
    static SigningKey fresh(KeyPurpose purpose, SecureRandom random) {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(purpose.curve()), random);
            return of(purpose, generator.generateKeyPair());
        } catch (GeneralSecurityException | JoseException e) {
            throw new IllegalStateException("Cannot make a signing key", e);
        }
    }

    /** From the encodings that {@link PublicKey#getEncoded} and {@link PrivateKey#getEncoded} gave. */
    static SigningKey decode(KeyPurpose purpose, byte[] publicKey, byte[] privateKey) {
        try {
            var keys = KeyFactory.getInstance("EC");
            return of(
                    purpose,
                    new KeyPair(
                            keys.generatePublic(new X509EncodedKeySpec(publicKey)),
                            keys.generatePrivate(new PKCS8EncodedKeySpec(privateKey))));
        } catch (GeneralSecurityException | JoseException e) {
            throw new IllegalStateException("Cannot read the signing key", e);
        }
    }

    private static SigningKey of(KeyPurpose purpose, KeyPair pair) throws JoseException {
        var kid =
                PublicJsonWebKey.Factory.newPublicJwk(pair.getPublic()).calculateBase64urlEncodedThumbprint("SHA-256");
        return new SigningKey(kid, purpose, pair.getPublic(), pair.getPrivate());
    }

    /** The JSON Web Key (RFC 7517) others check tokens with; only its public part is to be written. */
    PublicJsonWebKey toJwk() {
        try {
            var jwk = PublicJsonWebKey.Factory.newPublicJwk(publicKey);
            jwk.setKeyId(kid);
            jwk.setUse("sig");
            jwk.setAlgorithm(purpose.algorithm().getAlgorithm());
            return jwk;
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return "SigningKey[" + kid + "]";
    }
}

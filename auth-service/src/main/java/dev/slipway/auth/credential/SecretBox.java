package dev.slipway.auth.credential;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * Keeps secrets for a database: AES-256-GCM to read them back, HMAC-SHA256 to recognise them. Both keys come from the
 * master key by HKDF, so that neither tells anything of the other.
 */
public final class SecretBox {
    private static final byte FORMAT = 1;
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final SecretKey sealing;
    private final SecretKey hashing;
    private final SecureRandom random;

    /**
     * A box that opens only what was sealed with the same master key.
     *
     * @param masterKey 32 bytes in base64
     * @throws IllegalArgumentException when it is not that; the message never quotes it
     */
    public SecretBox(String masterKey, SecureRandom random) {
        var master = decode(masterKey);
        this.sealing = derive(master, "AES", "slipway auth sealing 1");
        this.hashing = derive(master, "HmacSHA256", "slipway auth hashing 1");
        this.random = random;
    }

    /**
     * Encrypts {@code secret}.
     *
     * @param place what it is and whose; it opens only there, so that a row copied over another opens nothing
     */
    public byte[] seal(String place, byte[] secret) {
        var nonce = new byte[NONCE];
        random.nextBytes(nonce);
        try {
            var sealed = cipher(Cipher.ENCRYPT_MODE, place, nonce).doFinal(secret);
            var all = new byte[1 + NONCE + sealed.length];
            all[0] = FORMAT;
            System.arraycopy(nonce, 0, all, 1, NONCE);
            System.arraycopy(sealed, 0, all, 1 + NONCE, sealed.length);
            return all;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Cannot seal " + place, e);
        }
    }

    /** What was sealed for the same place. */
    public byte[] open(String place, byte[] sealed) {
        if (sealed.length <= 1 + NONCE || sealed[0] != FORMAT) {
            throw new IllegalStateException("Not sealed by this version: " + place);
        }
        try {
            return cipher(Cipher.DECRYPT_MODE, place, Arrays.copyOfRange(sealed, 1, 1 + NONCE))
                    .doFinal(sealed, 1 + NONCE, sealed.length - 1 - NONCE);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "Cannot open " + place + ": was it sealed with another SLIPWAY_MASTER_KEY?", e);
        }
    }

    /** Always the same for the same text; without the master key nobody can check a guess against it. */
    public byte[] hash(String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(hashing);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Cipher cipher(int mode, String place, byte[] nonce) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, sealing, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private static SecretKey derive(byte[] master, String algorithm, String purpose) {
        try {
            var info = purpose.getBytes(StandardCharsets.UTF_8);
            return KDF.getInstance("HKDF-SHA256")
                    .deriveKey(
                            algorithm,
                            HKDFParameterSpec.ofExtract().addIKM(master).thenExpand(info, 32));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] decode(String masterKey) {
        try {
            var bytes = Base64.getDecoder().decode(masterKey.strip());
            if (bytes.length == 32) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            // Said below; the cause would quote a part of the key.
        }
        throw new IllegalArgumentException("SLIPWAY_MASTER_KEY must be 32 bytes in base64 (openssl rand -base64 32)");
    }
}

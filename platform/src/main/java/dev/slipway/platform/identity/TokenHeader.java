package dev.slipway.platform.identity;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.jose4j.json.JsonUtil;
import org.jose4j.lang.JoseException;

/**
 * What a token says of itself before anything is checked: only good for choosing what to check it with.
 *
 * @param algorithm empty when it says none
 * @param kid empty when it says none
 */
public record TokenHeader(String algorithm, String kid) {
    /** Only Grid's tokens are signed so. */
    public static final String GRID_ALGORITHM = "ES384";

    private static final TokenHeader NONE = new TokenHeader("", "");
    private static final int LONGEST = 2000;

    /** The header of a token; one of empty texts for what is none. */
    public static TokenHeader of(String token) {
        var end = token.indexOf('.');
        if (end <= 0 || end > LONGEST) {
            return NONE;
        }
        try {
            var json = new String(Base64.getUrlDecoder().decode(token.substring(0, end)), StandardCharsets.UTF_8);
            var members = JsonUtil.parseJson(json);
            return new TokenHeader(text(members, "alg"), text(members, "kid"));
        } catch (IllegalArgumentException | JoseException e) {
            return NONE;
        }
    }

    private static String text(Map<String, Object> members, String name) {
        return members.get(name) instanceof String text ? text : "";
    }
}

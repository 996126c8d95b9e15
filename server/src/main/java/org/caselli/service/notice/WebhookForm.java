package org.caselli.service.notice;

import java.net.URI;
import java.util.Optional;
import java.util.Set;
import org.caselli.queue.EventClass;
import org.caselli.queue.ServerEvent;
import org.caselli.service.Refusal;

/**
 * What an administrator says of a webhook; what is empty stays as it is, or of a new one as usual.
 *
 * @param url         where events are posted to: http or https, without user or fragment, at most 2000 characters. Of a new
 *                    webhook it must be there
 * @param description for people, at most 253 characters
 * @param active      whether anything is delivered; usually yes
 * @param classes     the classes of events that are wanted; none for all
 * @param kinds       the kinds of events of those classes that are wanted; none for all
 * @param secret      what deliveries are signed with: {@code whsec_} and 24 to 64 octets in Base64; of a new webhook one is
 *                    made if it is empty
 */
public record WebhookForm(
        Optional<String> url,
        Optional<String> description,
        Optional<Boolean> active,
        Optional<Set<EventClass>> classes,
        Optional<Set<ServerEvent.Kind>> kinds,
        Optional<String> secret) {
    private static final int MAX_URL = 2000;
    private static final int MAX_DESCRIPTION = 253;

    /** Changes nothing. */
    public static final WebhookForm NOTHING = new WebhookForm(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** A new webhook for all events. */
    public static WebhookForm to(String url) {
        return new WebhookForm(
                Optional.of(url),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    public WebhookForm {
        url.ifPresent(WebhookForm::check);
        description.ifPresent(text -> require(
                text.length() <= MAX_DESCRIPTION,
                "The description has " + text.length() + " characters.",
                "Give at most " + MAX_DESCRIPTION + "."));
        secret.ifPresent(Signature::key);
        classes = classes.map(Set::copyOf);
        kinds = kinds.map(Set::copyOf);
    }

    private static void check(String url) {
        URI uri;
        try {
            uri = URI.create(url);
        } catch (IllegalArgumentException notEvenAnAddress) {
            throw new Refusal(
                    Refusal.Kind.INVALID,
                    "The address \"" + cut(url) + "\" is none: " + notEvenAnAddress.getMessage() + ".",
                    "Give one such as https://example.org/caselli.",
                    notEvenAnAddress);
        }
        boolean web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
        require(
                web && uri.getHost() != null && url.length() <= MAX_URL,
                "The address \"" + cut(url) + "\" is not an http or https address with a host, or too long.",
                "Give one such as https://example.org/caselli.");
        require(
                uri.getRawUserInfo() == null && uri.getRawFragment() == null,
                "The address has a user, a password or a fragment in it.",
                "Leave it out; deliveries are signed, which tells that they are from this server.");
    }

    private static String cut(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "...";
    }

    private static void require(boolean right, String what, String remedy) {
        if (!right) {
            throw new Refusal(Refusal.Kind.INVALID, what, remedy);
        }
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "WebhookForm[" + url.orElse("") + "]";
    }
}

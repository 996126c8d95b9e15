package org.caselli.document;

/** What other people's libraries say, made fit to stand in a sentence of ours. */
final class Refusals {
    private Refusals() {}

    static String brief(Throwable cause) {
        String message = cause.getMessage();
        if (message == null || message.isBlank()) {
            return cause.getClass().getSimpleName();
        }
        String line = message.strip().lines().findFirst().orElse("").replaceAll("[\\p{Cntrl}]", " ");
        if (line.endsWith(".")) {
            line = line.substring(0, line.length() - 1);
        }
        return line.length() > 160 ? line.substring(0, 157) + "..." : line;
    }
}

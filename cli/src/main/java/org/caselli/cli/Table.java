package org.caselli.cli;

import java.util.ArrayList;
import java.util.List;

/** Rows under a heading, in columns that line up. */
final class Table {
    private final List<List<String>> rows = new ArrayList<>();
    private final String empty;

    /** @param empty what is said where there are no rows */
    Table(String empty, String... heading) {
        this.empty = empty;
        rows.add(List.of(heading));
    }

    void row(Object... cells) {
        var row = new ArrayList<String>();
        for (Object cell : cells) {
            row.add(clean(String.valueOf(cell)));
        }
        rows.add(row);
    }

    /** Names and numbers come from other people's machines: their control characters must not reach a terminal. */
    static String clean(String text) {
        return text.codePoints()
                .map(c -> Character.isISOControl(c) ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    void print(Terminal terminal) {
        if (rows.size() == 1) {
            terminal.line(empty);
            return;
        }
        int columns = rows.getFirst().size();
        int[] widths = new int[columns];
        boolean[] numbers = new boolean[columns];
        for (int column = 0; column < columns; column++) {
            numbers[column] = true;
            for (int number = 0; number < rows.size(); number++) {
                String cell = rows.get(number).get(column);
                widths[column] = Math.max(widths[column], cell.codePointCount(0, cell.length()));
                numbers[column] &= number == 0 || cell.matches("[0-9]{1,7}");
            }
        }
        for (List<String> row : rows) {
            var line = new StringBuilder();
            for (int column = 0; column < columns; column++) {
                String cell = row.get(column);
                String padding = " ".repeat(widths[column] - cell.codePointCount(0, cell.length()));
                line.append(column == 0 ? "" : "  ").append(numbers[column] ? padding + cell : cell + padding);
            }
            terminal.line(line.toString().stripTrailing());
        }
    }
}

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Compiled once while the image is built, so that the archive holds the parts of javac that learners' programs need. */
public class Warm {
    record Point(int x, String name) {}

    enum Colour { RED, GREEN }

    sealed interface Shape permits Square {}

    record Square(int side) implements Shape {}

    static <T extends Comparable<T>> T largest(List<T> values) {
        return values.stream().max(Comparator.naturalOrder()).orElseThrow();
    }

    static int twice(int value) {
        return 2 * value;
    }

    public static void main(String[] args) throws IOException {
        var reader = new BufferedReader(new InputStreamReader(System.in));
        Scanner scanner = new Scanner(System.in);
        Map<String, List<Integer>> groups = new TreeMap<>();
        for (int i = 0; i < 3; i++) {
            groups.computeIfAbsent("k" + i, key -> new ArrayList<>()).add(i);
        }
        int[][] grid = new int[3][4];
        java.util.Arrays.sort(grid, (a, b) -> a[0] - b[0]);
        long sum = 0;
        Shape shape = new Square(3);
        switch (shape) {
            case Square(int side) -> sum += side;
        }
        String word = switch (Colour.RED) {
            case RED -> "1";
            case GREEN -> "2";
        };
        try {
            sum += Integer.parseInt(word);
        } catch (NumberFormatException error) {
            sum--;
        } finally {
            sum++;
        }
        Function<Integer, Integer> function = Warm::twice;
        String line = reader.readLine();
        while (scanner.hasNextInt()) {
            sum += function.apply(scanner.nextInt());
        }
        StringBuilder builder = new StringBuilder().append(line).append(largest(List.of(1, 2)));
        builder.append(IntStream.range(0, 4).boxed().collect(Collectors.toList()));
        System.out.printf("%d %s %s%n", sum, builder, new Point(1, "p"));
    }
}

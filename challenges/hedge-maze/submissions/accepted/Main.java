import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Scanner;

public class Main {
    private record Place(int row, int column, int ladder, int steps) {}

    private static final int[][] MOVES = {{0, 1}, {1, 0}, {0, -1}, {-1, 0}};

    public static void main(String[] args) {
        Scanner in = new Scanner(System.in);
        int rows = in.nextInt();
        int columns = in.nextInt();
        String[] maze = new String[rows];
        Queue<Place> queue = new ArrayDeque<>();
        for (int row = 0; row < rows; row++) {
            maze[row] = in.next();
            if (maze[row].contains("S")) {
                queue.add(new Place(row, maze[row].indexOf('S'), 1, 0));
            }
        }
        boolean[][][] seen = new boolean[rows][columns][2];
        while (!queue.isEmpty()) {
            Place place = queue.remove();
            if (seen[place.row][place.column][place.ladder]) {
                continue;
            }
            seen[place.row][place.column][place.ladder] = true;
            if (maze[place.row].charAt(place.column) == 'E') {
                System.out.println(place.steps);
                return;
            }
            for (int[] move : MOVES) {
                int row = place.row + move[0];
                int column = place.column + move[1];
                if (row < 0 || row >= rows || column < 0 || column >= columns) {
                    continue;
                }
                int ladder = place.ladder - (maze[row].charAt(column) == '#' ? 1 : 0);
                if (ladder >= 0) {
                    queue.add(new Place(row, column, ladder, place.steps + 1));
                }
            }
        }
        System.out.println("no way");
    }
}

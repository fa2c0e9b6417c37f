import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Scanner;

// Keeps the ladder after every hedge.
public class Main {
    private static final int[][] MOVES = {{0, 1}, {1, 0}, {0, -1}, {-1, 0}};

    public static void main(String[] args) {
        Scanner in = new Scanner(System.in);
        int rows = in.nextInt();
        int columns = in.nextInt();
        String[] maze = new String[rows];
        int[][] steps = new int[rows][columns];
        Queue<int[]> queue = new ArrayDeque<>();
        for (int row = 0; row < rows; row++) {
            maze[row] = in.next();
            if (maze[row].contains("S")) {
                queue.add(new int[] {row, maze[row].indexOf('S')});
                steps[row][maze[row].indexOf('S')] = 1;
            }
        }
        while (!queue.isEmpty()) {
            int[] place = queue.remove();
            for (int[] move : MOVES) {
                int row = place[0] + move[0];
                int column = place[1] + move[1];
                if (row < 0 || row >= rows || column < 0 || column >= columns || steps[row][column] > 0) {
                    continue;
                }
                steps[row][column] = steps[place[0]][place[1]] + 1;
                if (maze[row].charAt(column) == 'E') {
                    System.out.println(steps[row][column] - 1);
                    return;
                }
                queue.add(new int[] {row, column});
            }
        }
        System.out.println("no way");
    }
}

import java.util.Scanner;

// Right, but walks every way that visits no square twice.
public class Main {
    private static final int TOO_FAR = 1_000_000;
    private static int rows;
    private static int columns;
    private static String[] maze;
    private static boolean[][] onWay;

    private static int fewest(int row, int column, boolean ladder) {
        if (row < 0 || row >= rows || column < 0 || column >= columns || onWay[row][column]) {
            return TOO_FAR;
        }
        char square = maze[row].charAt(column);
        if (square == 'E') {
            return 0;
        }
        if (square == '#' && !ladder) {
            return TOO_FAR;
        }
        boolean left = ladder && square != '#';
        onWay[row][column] = true;
        int best = fewest(row, column + 1, left);
        best = Math.min(best, fewest(row + 1, column, left));
        best = Math.min(best, fewest(row, column - 1, left));
        best = Math.min(best, fewest(row - 1, column, left));
        onWay[row][column] = false;
        return best + 1;
    }

    public static void main(String[] args) {
        Scanner in = new Scanner(System.in);
        rows = in.nextInt();
        columns = in.nextInt();
        maze = new String[rows];
        onWay = new boolean[rows][columns];
        for (int row = 0; row < rows; row++) {
            maze[row] = in.next();
        }
        for (int row = 0; row < rows; row++) {
            int column = maze[row].indexOf('S');
            if (column >= 0) {
                int steps = fewest(row, column, true);
                System.out.println(steps < TOO_FAR ? Integer.toString(steps) : "no way");
            }
        }
    }
}

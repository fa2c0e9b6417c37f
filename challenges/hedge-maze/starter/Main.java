import java.util.Scanner;

public class Main {
    public static void main(String[] args) {
        Scanner in = new Scanner(System.in);
        int rows = in.nextInt();
        int columns = in.nextInt();
        String[] maze = new String[rows];
        for (int row = 0; row < rows; row++) {
            maze[row] = in.next();
        }

        // maze[row].charAt(column) is one of . # S E
        System.out.println("no way");
    }
}

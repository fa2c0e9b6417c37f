import java.util.Scanner;

public class Main {
    public static void main(String[] args) {
        Scanner in = new Scanner(System.in);
        int count = in.nextInt();
        int[] readings = new int[count];
        for (int i = 0; i < count; i++) {
            readings[i] = in.nextInt();
        }

        // Find the lowest reading, the highest reading and the biggest jump.
        int lowest = 0;
        int highest = 0;
        int biggestJump = 0;

        System.out.println(lowest + " " + highest + " " + biggestJump);
    }
}

import java.util.Scanner;

public class Main {
    public static void main(String[] args) {
        Scanner in = new Scanner(System.in);
        int[] weights = new int[in.nextInt()];
        int total = 0;
        for (int i = 0; i < weights.length; i++) {
            weights[i] = in.nextInt();
            total += weights[i];
        }

        // Find the smallest possible difference of the two loads.
        System.out.println(total);
    }
}

import java.util.Arrays;
import java.util.Scanner;

// Takes turns from the heaviest down: the first canoe is always the heavier one.
public class Main {
    public static void main(String[] args) {
        Scanner in = new Scanner(System.in);
        int[] weights = new int[in.nextInt()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = in.nextInt();
        }
        Arrays.sort(weights);
        int difference = 0;
        for (int i = weights.length - 1, sign = 1; i >= 0; i--, sign = -sign) {
            difference += sign * weights[i];
        }
        System.out.println(difference);
    }
}

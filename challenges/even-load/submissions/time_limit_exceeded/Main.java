import java.util.Scanner;

// Right, but tries all 2 to the power of n ways.
public class Main {
    private static int[] weights;

    private static int best(int place, int difference) {
        if (place == weights.length) {
            return Math.abs(difference);
        }
        return Math.min(
            best(place + 1, difference + weights[place]),
            best(place + 1, difference - weights[place]));
    }

    public static void main(String[] args) {
        Scanner in = new Scanner(System.in);
        weights = new int[in.nextInt()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = in.nextInt();
        }
        System.out.println(best(0, 0));
    }
}

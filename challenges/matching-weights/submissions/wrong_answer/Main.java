import java.util.Scanner;

// Adds in 32 bits: the sum of two heavy weights does not fit and becomes negative.
public class Main {
    public static void main(String[] args) {
        Scanner in = new Scanner(System.in);
        int count = in.nextInt();
        long parcel = in.nextLong();
        int[] weights = new int[count];
        for (int i = 0; i < count; i++) {
            weights[i] = in.nextInt();
        }
        for (int right = 1; right < count; right++) {
            for (int left = 0; left < right; left++) {
                int sum = weights[left] + weights[right];
                if (sum == parcel) {
                    System.out.println((left + 1) + " " + (right + 1));
                    return;
                }
            }
        }
        System.out.println("none");
    }
}

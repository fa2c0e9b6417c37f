import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.StringTokenizer;

// Right, but compares every weight with every other.
public class Main {
    public static void main(String[] args) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        StringTokenizer words = new StringTokenizer(in.readLine());
        int count = Integer.parseInt(words.nextToken());
        long parcel = Long.parseLong(words.nextToken());
        long[] weights = new long[count];
        words = new StringTokenizer(in.readLine());
        for (int i = 0; i < count; i++) {
            weights[i] = Long.parseLong(words.nextToken());
        }
        for (int left = 0; left < count; left++) {
            for (int right = left + 1; right < count; right++) {
                if (weights[left] + weights[right] == parcel) {
                    System.out.println((left + 1) + " " + (right + 1));
                    return;
                }
            }
        }
        System.out.println("none");
    }
}

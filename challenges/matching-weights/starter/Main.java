import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.StringTokenizer;

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

        // Find two places whose weights add up to the parcel.
        System.out.println("none");
    }
}

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.HashMap;
import java.util.Map;
import java.util.StringTokenizer;

public class Main {
    public static void main(String[] args) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        StringTokenizer words = new StringTokenizer(in.readLine());
        int count = Integer.parseInt(words.nextToken());
        long parcel = Long.parseLong(words.nextToken());
        Map<Long, Integer> places = new HashMap<>();
        words = new StringTokenizer(in.readLine());
        for (int place = 1; place <= count; place++) {
            long weight = Long.parseLong(words.nextToken());
            Integer other = places.get(parcel - weight);
            if (other != null) {
                System.out.println(other + " " + place);
                return;
            }
            places.put(weight, place);
        }
        System.out.println("none");
    }
}

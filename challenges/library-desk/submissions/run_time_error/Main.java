import java.util.HashMap;
import java.util.Map;
import java.util.Scanner;

// Asks the map for a title that it does not hold yet: NullPointerException.
public class Main {
    public static void main(String[] args) {
        Scanner in = new Scanner(System.in);
        int count = Integer.parseInt(in.nextLine().trim());
        Map<String, Integer> copies = new HashMap<>();
        for (int i = 0; i < count; i++) {
            String[] parts = in.nextLine().split(" ", 2);
            int known = copies.get(parts[1]);
            copies.put(parts[1], known + (parts[0].equals("OUT") ? 1 : -1));
        }
        copies.forEach((title, number) -> System.out.println(number + " " + title));
    }
}

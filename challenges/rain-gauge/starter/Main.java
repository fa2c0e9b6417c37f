import java.util.Scanner;

public class Main {
    public static void main(String[] args) {
        Scanner in = new Scanner(System.in);
        int count = in.nextInt();
        double total = 0;
        for (int i = 0; i < count; i++) {
            String day = in.next();
            // A dash means that the gauge was frozen; Double.parseDouble(day) gives the number.
        }
        System.out.println(total);
    }
}

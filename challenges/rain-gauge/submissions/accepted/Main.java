import java.util.Scanner;

public class Main {
    public static void main(String[] args) {
        Scanner in = new Scanner(System.in);
        int count = in.nextInt();
        double total = 0;
        int measured = 0;
        for (int i = 0; i < count; i++) {
            String day = in.next();
            if (!day.equals("-")) {
                total += Double.parseDouble(day);
                measured++;
            }
        }
        System.out.println(measured == 0 ? "none" : Double.toString(total / measured));
    }
}

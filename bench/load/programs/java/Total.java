import java.util.Scanner;

public class Total {
    public static void main(String[] args) {
        Scanner in = new Scanner(System.in);
        long count = 0, sum = 0;
        while (in.hasNextLong()) {
            count++;
            sum += in.nextLong();
        }
        System.out.println(count + " " + sum);
    }
}

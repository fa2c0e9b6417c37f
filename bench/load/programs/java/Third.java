import java.util.Scanner;

public class Third {
    public static void main(String[] args) {
        long value = new Scanner(System.in).nextLong();
        for (long step = 0; step < 250_000_000L; step++) value = (value * 31 + step) % 1000003;
        System.out.println(value);
    }
}

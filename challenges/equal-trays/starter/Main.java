import java.util.Scanner;

public class Main {
    public static void main(String[] args) {
        long rolls = new Scanner(System.in).nextLong();
        long sizes = 0;
        // Count the tray sizes.
        System.out.println(sizes);
    }
}

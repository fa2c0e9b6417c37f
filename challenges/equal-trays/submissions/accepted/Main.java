import java.util.Scanner;

public class Main {
    public static void main(String[] args) {
        long rolls = new Scanner(System.in).nextLong();
        long sizes = 0;
        for (long size = 1; size * size <= rolls; size++) {
            if (rolls % size == 0) {
                sizes += size * size == rolls ? 1 : 2;
            }
        }
        System.out.println(sizes);
    }
}

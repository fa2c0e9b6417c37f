import java.util.Scanner;

// Right, but tries every size from 1 to n.
public class Main {
    public static void main(String[] args) {
        long rolls = new Scanner(System.in).nextLong();
        long sizes = 0;
        for (long size = 1; size <= rolls; size++) {
            if (rolls % size == 0) {
                sizes++;
            }
        }
        System.out.println(sizes);
    }
}

import java.util.Scanner;

public class Main {
    public static void main(String[] args) {
        Scanner in = new Scanner(System.in);
        int count = in.nextInt();
        boolean[] reachable = new boolean[60_001];
        reachable[0] = true;
        int total = 0;
        for (int i = 0; i < count; i++) {
            int weight = in.nextInt();
            for (int load = total; load >= 0; load--) {
                if (reachable[load]) {
                    reachable[load + weight] = true;
                }
            }
            total += weight;
        }
        int best = total / 2;
        while (!reachable[best]) {
            best--;
        }
        System.out.println(total - 2 * best);
    }
}

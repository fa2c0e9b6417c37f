import java.util.Scanner;
import java.util.concurrent.atomic.AtomicLong;

public class Threads {
    public static void main(String[] args) throws InterruptedException {
        int count = new Scanner(System.in).nextInt();
        AtomicLong total = new AtomicLong();
        Thread[] threads = new Thread[count];
        for (int index = 0; index < count; index++) {
            long number = index + 1;
            threads[index] = new Thread(() -> total.addAndGet(number * number));
            threads[index].start();
        }
        for (Thread thread : threads) thread.join();
        System.out.println(total.get());
    }
}

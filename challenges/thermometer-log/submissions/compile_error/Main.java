public class Main {
    public static void main(String[] args) {
        int lowest = "cold";
        System.out.println(lowest);
    }
}

use std::thread;

fn main() {
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).unwrap();
    let count: u64 = line.trim().parse().unwrap();
    let threads: Vec<_> = (1..=count).map(|number| thread::spawn(move || number * number)).collect();
    let total: u64 = threads.into_iter().map(|each| each.join().unwrap()).sum();
    println!("{total}");
}

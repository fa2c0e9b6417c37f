use std::io;

fn main() {
    let mut line = String::new();
    io::stdin().read_line(&mut line).unwrap();
    let _rolls: u64 = line.trim().parse().unwrap();
    let sizes: u64 = 0;
    // Count the tray sizes.
    println!("{}", sizes);
}

"""What this desk knows of the other desks, and what it does with them: joining, handing over."""

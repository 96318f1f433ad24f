"""Training: sessions and who was there, exams, drills, quizzes, hours."""

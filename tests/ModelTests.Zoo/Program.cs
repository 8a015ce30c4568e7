Console.WriteLine("the runner is not written yet");

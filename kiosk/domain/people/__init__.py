"""People: who lasts for years, who is a delegate of one sitting, and the code that lets them in."""

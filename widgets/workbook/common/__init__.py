"""What several rooms need and none of them owns; every room may know these modules, and they know no room."""

"""HTTP: the application, its routes and headers, proxies, health, metrics and logs."""

"""`HUOPAN_COURIER_SECRET=… python -m huopan.integrations.carriers.sandbox [PORT]`; port 0 takes a free one."""

import os
import sys

from huopan.integrations.carriers.sandbox.server import Courier, server_of

if __name__ == "__main__":
    desk = server_of(Courier(os.environ["HUOPAN_COURIER_SECRET"]), int(sys.argv[1]) if len(sys.argv) > 1 else 8011)
    sys.stdout.write(f"courier at http://127.0.0.1:{desk.server_address[1]}\n")
    sys.stdout.flush()
    desk.serve_forever()

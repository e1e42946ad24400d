from huopan.ops.cli import app

app(prog_name="huopan")

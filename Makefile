# Everyday commands. Nothing here is needed to run Banyan: see README.md.
.PHONY: lock test demo

COMPILE = uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--custom-compile-command "make lock" --quiet

lock:
	$(COMPILE) requirements/base.in -o requirements/base.txt
	$(COMPILE) requirements/dev.in -c requirements/base.txt -o requirements/dev.txt
	$(COMPILE) requirements/postgres.in -o requirements/postgres.txt

test:
	bin/test

demo:
	bin/demo

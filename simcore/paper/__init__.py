"""Reports as pages: the paper, and in it the laboratory without a server.

`page` writes a report with a run inside as one HTML file that asks for nothing; `embedded` the
laboratory alone, to be put into other pages.
"""

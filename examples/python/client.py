"""Le client : python3 client.py [adresse] [port]      (le mot exit pour partir)"""
import os
import socket
import sys
import threading
import time

HOST = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1"
PORT = int(sys.argv[2]) if len(sys.argv) > 2 else 4242


def receive(sock):
    """Affiche ce que dit l'autre, jusqu'à ce qu'il parte."""
    try:
        while True:
            text = sock.recv(1024).decode("utf-8")
            if text == "" or text == "exit":    # rien : la connexion est fermée
                break
            print("<", text, flush=True)
    except OSError:                             # la connexion est coupée
        pass
    print("L'autre est parti.", flush=True)
    os._exit(0)                                 # même si input() attend encore


sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
try:
    sock.connect((HOST, PORT))
    print("Connecté à", HOST, PORT, flush=True)

    # Deux fils : l'un reçoit, l'autre (ici) envoie.
    threading.Thread(target=receive, args=(sock,), daemon=True).start()

    text = ""
    while text != "exit":
        try:
            text = input()
        except EOFError:                        # plus rien à lire
            text = "exit"
        sock.send(text.encode("utf-8"))
        time.sleep(0.3)                         # TCP colle les messages trop proches
except KeyboardInterrupt:                       # Ctrl+C
    pass
except OSError as error:
    print("Pas de connexion :", error, flush=True)
sock.close()
